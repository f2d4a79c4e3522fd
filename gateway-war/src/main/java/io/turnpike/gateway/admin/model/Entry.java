package io.turnpike.gateway.admin.model;

/** What the configuration may have besides owners and routes. Immutable; equal if it means the same. */
public sealed interface Entry permits PluginBinding, Consumer {

    /** What it is of, each id once: {@code global/{plugin}}, {@code service/{ServiceName}/{plugin}}, {@code consumer/{name}}. */
    String id();

    /** What it is, as a JSON text. */
    String content();

    /** How revisions call it: {@code consumer alice}. */
    String words();

    /**
     * The entry of an id and a content.
     *
     * @throws IllegalArgumentException if that is nothing that is known here; the message says why
     */
    static Entry of(String id, String content) {
        String[] steps = id.split("/", -1);
        if (steps.length == 2 && steps[0].equals(PluginBinding.GLOBAL)) {
            return PluginBinding.global(steps[1], PluginBinding.configuration(content));
        }
        if (steps.length == 3 && steps[0].equals(PluginBinding.SERVICE)) {
            return PluginBinding.service(steps[1], steps[2], PluginBinding.configuration(content));
        }
        if (steps.length == 2 && steps[0].equals(Consumer.KIND)) {
            return Consumer.of(steps[1], content);
        }
        throw new IllegalArgumentException("it is of no known kind (expected: global/{plugin},"
                + " service/{ServiceName}/{plugin} or consumer/{name})");
    }
}
