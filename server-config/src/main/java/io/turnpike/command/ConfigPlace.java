package io.turnpike.command;

import jakarta.json.JsonValue;

/** Where the configuration of the command line comes from, or goes to. */
interface ConfigPlace {

    /** What it is called in messages. */
    String name();

    /**
     * Reads it.
     *
     * @throws CommandProblem if it cannot be read, or holds no configuration; with line and column where there is a place
     */
    Source read() throws CommandProblem;

    /**
     * Writes a configuration, whole or not at all.
     *
     * @return whether that changed anything
     * @throws CommandProblem if it cannot be written
     */
    boolean write(JsonValue value) throws CommandProblem;
}
