package io.turnpike.thrift.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes random IDL texts, of which most are sound for the stock compiler: it declares before it uses where the compiler needs
 * that, and gives values that fit.
 */
final class IdlGenerator {

    private static final String[] BASES = {"bool", "byte", "i8", "i16", "i32", "i64", "double", "string", "binary"};
    private static final String[] WORDS = {"alpha", "Beta", "gAmma", "d3lta", "_eps", "zeta_", "Eta9", "theta"};
    private static final String[] TEXTS = {
        "", "a", "it\\'s", "\\\"q\\\"", "back\\\\slash", "tab\\t", "\u00fc", "{}", "//x"
    };

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final List<String> structs = new ArrayList<>();
    private final List<String> enums = new ArrayList<>();
    private final List<String> exceptions = new ArrayList<>();
    private final List<String> services = new ArrayList<>();
    private final List<String> typedefs = new ArrayList<>();
    private int names;

    private IdlGenerator(Random random) {
        this.random = random;
    }

    /** One text of up to some 40 declarations. */
    static String text(Random random) {
        return new IdlGenerator(random).generate();
    }

    private String generate() {
        headers();
        int count = 1 + random.nextInt(14);
        for (int i = 0; i < count; i++) {
            comment();
            switch (random.nextInt(9)) {
                case 0 -> enumeration();
                case 1 -> typedef();
                case 2 -> constant();
                case 3 -> struct("exception", exceptions);
                case 4, 5 -> service();
                case 6 -> struct("union", structs);
                default -> struct("struct", structs);
            }
        }
        service();
        return text.toString();
    }

    private void headers() {
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(pick(
                    "namespace java a.b.c\n",
                    "namespace * x\n",
                    "cpp_include \"<vector>\"\n",
                    "namespace py p (a = 'b')\n"));
        }
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String name(String prefix) {
        return prefix + WORDS[random.nextInt(WORDS.length)] + names++;
    }

    private void comment() {
        if (chance(3)) {
            text.append(pick(
                    "// c\n",
                    "# c\n",
                    "/* c */",
                    "/** doc */\n",
                    "/**\n * doc\n *  of lines\n */\n",
                    "/***/",
                    "/****/\n"));
        }
    }

    private String blank() {
        return pick(" ", " ", " ", "\n", "\t", " /* x */ ", " // y\n");
    }

    private String separator() {
        return pick("", ",", ";", " ,", "\n", ",\n");
    }

    private void enumeration() {
        String name = name("E");
        text.append("enum").append(blank()).append(name).append(" {").append(blank());
        int number = -1;
        List<String> values = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            String value = name("V");
            values.add(value);
            number = chance(2) ? number + 1 : number + 1 + random.nextInt(20);
            comment();
            text.append(value).append(chance(2) ? " = " + number(number) : " = " + number);
            annotations();
            text.append(pick(",", ";", "\n")).append(blank());
        }
        text.append('}');
        annotations();
        text.append('\n');
        enums.add(name + '.' + values.get(0));
    }

    private String number(int value) {
        return value >= 0 && chance(2) ? "0x" + Integer.toHexString(value) : Integer.toString(value);
    }

    private void typedef() {
        String type = type(2);
        String name = name("T");
        text.append("typedef").append(blank()).append(type).append(' ').append(name);
        annotations();
        text.append(pick(";\n", "\n", ",\n"));
        typedefs.add(name);
    }

    private void constant() {
        String type = plainType(2);
        text.append("const ").append(type).append(' ').append(name("C")).append(" = ");
        text.append(value(type)).append(pick("\n", ";\n"));
    }

    private void struct(String word, List<String> declared) {
        String name = name("S");
        text.append(word).append(blank()).append(name);
        if (!word.equals("exception") && chance(8)) {
            text.append(" xsd_all");
        }
        text.append(blank()).append('{').append(blank());
        fields(word.equals("struct"), name);
        text.append('}');
        annotations();
        text.append('\n');
        declared.add(name);
    }

    private void fields(boolean isStruct, String self) {
        int id = 0;
        for (int i = random.nextInt(6); i > 0; i--) {
            comment();
            if (!chance(5)) {
                id += 1 + random.nextInt(3);
                text.append(chance(6) ? "0x" + Integer.toHexString(id) : String.valueOf(id))
                        .append(pick(":", " :", ": "));
            }
            String presence = isStruct ? pick("", "required ", "optional ", "") : "";
            String type = chance(6) ? self : type(2);
            text.append(presence)
                    .append(type)
                    .append(type.equals(self) ? " & " : blank())
                    .append(name("f"));
            if (isStruct && chance(3) && plain(type)) {
                text.append(" = ").append(value(type));
            }
            text.append(chance(12) ? pick(" xsd_optional", " xsd_nillable") : "");
            annotations();
            text.append(separator()).append(blank());
        }
    }

    private void service() {
        String name = name("Svc");
        text.append("service ").append(name);
        if (!services.isEmpty() && chance(2)) {
            text.append(" extends ").append(pick(services));
        }
        text.append(" {\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            comment();
            boolean oneway = chance(6);
            text.append(oneway ? pick("oneway void ", "async void ") : pick("void", type(2), type(2)) + ' ');
            text.append(name("m")).append(blank()).append('(');
            fields(false, "i32");
            text.append(')');
            if (!oneway && !exceptions.isEmpty() && chance(2)) {
                text.append(" throws (1: ").append(pick(exceptions)).append(" e)");
            }
            annotations();
            text.append(separator()).append('\n');
        }
        text.append('}');
        annotations();
        text.append('\n');
        services.add(name);
    }

    private void annotations() {
        if (chance(5)) {
            text.append(" (")
                    .append(pick("a = \"b\"", "deprecated", "a.b.c = 'd', e", "x = '1'; y = \"2\"", ""))
                    .append(')');
        }
    }

    /** Any type, named ones too. */
    private String type(int depth) {
        int kind = random.nextInt(6);
        if (kind == 0 && !structs.isEmpty()) {
            return pick(structs);
        }
        if (kind == 1 && !typedefs.isEmpty()) {
            return pick(typedefs);
        }
        if (kind == 2 && !enums.isEmpty()) {
            String value = pick(enums);
            return value.substring(0, value.indexOf('.'));
        }
        if (kind == 3 && depth > 0) {
            return switch (random.nextInt(3)) {
                case 0 -> "list<" + type(depth - 1) + '>' + pick("", " cpp_type \"v\"", " (a = 'b')");
                case 1 -> pick("set<", "set cpp_type \"v\" <") + type(depth - 1) + '>';
                default -> "map<" + type(depth - 1) + pick(",", " , ") + type(depth - 1) + '>';
            };
        }
        return pick(BASES) + (chance(12) ? " (t = 'u')" : "");
    }

    private String plainType(int depth) {
        if (depth > 0 && chance(3)) {
            return switch (random.nextInt(3)) {
                case 0 -> "list<" + plainType(depth - 1) + '>';
                case 1 -> "set<" + pick("i32", "string") + '>';
                default -> "map<" + pick("i32", "string") + ',' + plainType(depth - 1) + '>';
            };
        }
        return pick("bool", "i8", "i16", "i32", "i64", "double", "string", "binary");
    }

    private static boolean plain(String type) {
        return type.matches("(bool|byte|i8|i16|i32|i64|double|string|binary)");
    }

    private String value(String type) {
        if (type.startsWith("list<") || type.startsWith("set<")) {
            String element = type.substring(type.indexOf('<') + 1, type.length() - 1);
            return chance(4) ? "[]" : '[' + value(element) + pick("]", ",]", ';' + value(element) + ']');
        }
        if (type.startsWith("map<")) {
            int comma = type.indexOf(',');
            return chance(4)
                    ? "{}"
                    : '{' + value(type.substring(4, comma)) + ": " + value(type.substring(comma + 1, type.length() - 1))
                            + '}';
        }
        return switch (type) {
            case "bool" -> pick("true", "false", "1", "0");
            case "byte", "i8" -> String.valueOf(random.nextInt(256) - 128);
            case "i16" -> pick(String.valueOf(random.nextInt(60_000) - 30_000), "0x7fff", "-0x10", "+5", "007");
            case "i32" -> enums.isEmpty() || chance(2) ? String.valueOf(random.nextInt()) : pick(enums);
            case "i64" -> pick(String.valueOf(random.nextLong()), "0x7fffffffffffffff", "-9223372036854775808");
            case "double" -> pick("1.5", "-2.25", "1e5", "3", ".5", "1.5E-3", "+0.25");
            default ->
                random.nextBoolean()
                        ? '"' + TEXTS[random.nextInt(TEXTS.length)] + '"'
                        : '\'' + TEXTS[random.nextInt(TEXTS.length)] + '\'';
        };
    }
}
