package io.turnpike.gateway.routing.rule;

import java.util.List;

/** What conditions look at in a request. */
@FunctionalInterface
public interface RequestValues {

    /** Every value of a name, as the client meant it; none if it is not there. Names of headers are in lower case. */
    List<String> values(ValueSource source, String name);
}
