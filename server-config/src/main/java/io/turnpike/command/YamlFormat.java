package io.turnpike.command;

import jakarta.json.JsonValue;

/** A configuration as YAML, with texts of several lines, such as an IDL, as blocks of lines. */
final class YamlFormat implements Format {

    private static final String HEAD =
            "# What is registered with a Turnpike gateway, without keys. See: ./turnpike config --help\n";

    @Override
    public Source read(String text) throws MalformedFile {
        return new YamlReader().read(text);
    }

    @Override
    public String write(JsonValue value) {
        return HEAD + new YamlWriter().write(value);
    }
}
