package io.turnpike.gateway.plugin;

import io.turnpike.gateway.exchange.HeaderField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status and header section of an answer, to be changed by header filters; afterwards whoever changes it gets an {@link IllegalStateException}. */
public interface ResponseHead {

    /** The status, from 200 to 599. */
    int status();

    /** Another status. */
    void status(int status);

    /** The fields, in their order; {@code Content-Length} among them if the length is known. */
    List<HeaderField> headers();

    /** The first value of a field; null if it is not there. Names are compared regardless of case. */
    @Nullable
    String header(String name);

    /** Puts one field in the place of all of that name. */
    void setHeader(String name, String value);

    /** Adds a field after all others. */
    void addHeader(String name, String value);

    /** Removes all fields of a name. */
    void removeHeader(String name);
}
