package io.turnpike.thrift.json;

import java.util.List;

/** The headers and cookies of a request, for the fields that are bound to them. Asked only for names that an IDL mentions. */
public interface RequestValues {

    /** A request that has none. */
    RequestValues NONE = new RequestValues() {
        @Override
        public List<String> header(String name) {
            return List.of();
        }

        @Override
        public List<String> cookie(String name) {
            return List.of();
        }
    };

    /** The values of a header, one per line of it, decoded; none if the request has no such header. Case does not matter. */
    List<String> header(String name);

    /** The values of a cookie, in the order of the request, decoded; none if there is no such cookie. Case matters. */
    List<String> cookie(String name);
}
