package io.turnpike.thrift.json;

import io.turnpike.thrift.schema.FieldSchema;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a field stands in HTTP and in JSON, as its annotations say: those of the CloudWeGo Thrift annotation standard, listed in
 * {@code docs/json-mapping.md}. A name that is the empty text means that the field has no such annotation.
 *
 * @param key the field's key in JSON objects: {@code api.body}, else the name of {@code json} in {@code go.tag}, else its name
 * @param hidden whether JSON never holds it: {@code api.none}
 * @param textual whether i64 in it is text in replies: {@code api.js_conv}
 * @param body whether {@code api.body} asks for a place in the JSON
 * @param path the template of the path that fills it: {@code api.path}
 * @param query the query parameter that fills it: {@code api.query}
 * @param cookie the cookie that fills it, or that it becomes in an answer: {@code api.cookie}
 * @param header the header that fills it, or that it becomes in an answer: {@code api.header}
 * @param status whether it is the status of the answer: {@code api.http_code}
 */
public record FieldBinding(
        String key,
        boolean hidden,
        boolean textual,
        boolean body,
        String path,
        String query,
        String cookie,
        String header,
        boolean status) {

    /** Names of the annotations. */
    public static final String BODY = "api.body";

    public static final String PATH = "api.path";
    public static final String QUERY = "api.query";
    public static final String COOKIE = "api.cookie";
    public static final String HEADER = "api.header";
    public static final String NONE = "api.none";
    public static final String JS_CONV = "api.js_conv";
    public static final String HTTP_CODE = "api.http_code";

    /** {@code json:"name,options"} in a struct tag of Go. */
    private static final Pattern JSON_TAG = Pattern.compile("(?:^|\\s)json:\\\\?\"([^\",\\\\]*)");

    /** What the annotations of a field say. */
    public static FieldBinding of(FieldSchema field) {
        Map<String, String> annotations = field.annotations();
        if (annotations.isEmpty()) {
            return new FieldBinding(field.name(), false, false, false, "", "", "", "", false);
        }
        String body = annotations.getOrDefault(BODY, "");
        String tag = jsonTag(annotations.getOrDefault("go.tag", ""));
        boolean hiddenByTag = tag.equals("-") && body.isEmpty();
        String tagged = tag.isEmpty() || tag.equals("-") ? field.name() : tag;
        return new FieldBinding(
                body.isEmpty() ? tagged : body,
                isOn(annotations, NONE) || hiddenByTag,
                isOn(annotations, JS_CONV),
                !body.isEmpty(),
                annotations.getOrDefault(PATH, ""),
                annotations.getOrDefault(QUERY, ""),
                annotations.getOrDefault(COOKIE, ""),
                annotations.getOrDefault(HEADER, ""),
                isOn(annotations, HTTP_CODE));
    }

    /** Whether, as a field of a request, it is filled from elsewhere than the path and the body. */
    boolean isFilledBesideBody() {
        return !query.isEmpty() || !cookie.isEmpty() || !header.isEmpty();
    }

    /** Whether, as a field of an answer, it is more than JSON. */
    boolean isMoreThanJson() {
        return !cookie.isEmpty() || !header.isEmpty() || status;
    }

    /** Whatever the value, {@code false} excepted: the versions of the standard differ, some say {@code ''}, some {@code 'true'}. */
    private static boolean isOn(Map<String, String> annotations, String name) {
        String value = annotations.get(name);
        return value != null && !value.equals("false");
    }

    private static String jsonTag(String goTag) {
        Matcher found = JSON_TAG.matcher(goTag);
        return found.find() ? found.group(1) : "";
    }
}
