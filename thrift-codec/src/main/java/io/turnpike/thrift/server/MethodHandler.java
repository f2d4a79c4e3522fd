package io.turnpike.thrift.server;

import org.jspecify.annotations.Nullable;

/** Carries out one method. */
@FunctionalInterface
public interface MethodHandler {

    /**
     * @param arguments the arguments by name
     * @return the result: types as in {@link StructView#get}, a struct as {@code Map<String, ?>} of field name to value; null
     *     for void
     * @throws DeclaredException to answer with an exception of the {@code throws} clause
     * @throws Exception anything else becomes a {@code TApplicationException} (INTERNAL_ERROR)
     */
    @Nullable
    Object handle(StructView arguments) throws Exception;
}
