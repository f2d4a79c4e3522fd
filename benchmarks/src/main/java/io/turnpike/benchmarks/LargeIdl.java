package io.turnpike.benchmarks;

/**
 * Makes an IDL like those of a grown service: per domain an enum, structs that refer to each other, an exception and a service
 * that extends the one before; with doc comments, defaults, typedefs, constants and annotations.
 */
final class LargeIdl {

    private final StringBuilder text = new StringBuilder();
    private int lines;

    private LargeIdl() {}

    /** A text of at least so many lines, and not many more. */
    static String ofLines(int lines) {
        LargeIdl idl = new LargeIdl();
        idl.line("namespace java com.example.large");
        idl.line("typedef i64 Timestamp");
        idl.line("const i32 DEFAULT_LIMIT = 50");
        for (int domain = 0; idl.lines < lines; domain++) {
            idl.domain(domain);
        }
        return idl.text.toString();
    }

    private void domain(int n) {
        line("");
        line("/** What may become of an order of domain " + n + ". */");
        line("enum State" + n + " {");
        for (String name : new String[] {"CREATED", "PAID", "SHIPPED", "RETURNED"}) {
            line("  " + name + "_" + n + ",");
        }
        line("}");
        line("");
        line("struct Item" + n + " {");
        line("  /** Number of the article. */");
        line("  1: required i64 articleId (api.js_conv = \"\")");
        line("  2: optional string title");
        line("  3: i32 quantity = 1");
        line("  4: double price");
        line("  5: list<string> tags");
        line("  6: map<string, string> attributes");
        line("}");
        line("");
        line("/* A page of them, and how to go on. */");
        line("struct Page" + n + " {");
        line("  1: required list<Item" + n + "> items");
        line("  2: optional string cursor");
        line("  3: State" + n + " state = State" + n + ".CREATED_" + n);
        line("  4: i32 limit = DEFAULT_LIMIT");
        line("  5: Timestamp createdAt");
        line("  6: map<i64, Item" + n + "> byArticle");
        line("  7: optional Page" + (n == 0 ? 0 : n - 1) + " previous");
        line("  8: set<i32> warehouses = [1, 2, 3]");
        line("}");
        line("");
        line("exception Failure" + n + " {");
        line("  1: i32 code");
        line("  2: string message // for people");
        line("}");
        line("");
        line("service Domain" + n + (n == 0 ? "" : " extends Domain" + (n - 1)) + " {");
        line("  Page" + n + " list" + n + "(1: string cursor, 2: i32 limit = 20) throws (1: Failure" + n + " failure)"
                + " (api.get = \"/domain" + n + "\")");
        line("  Item" + n + " item" + n + "(1: i64 articleId) throws (1: Failure" + n + " failure)");
        line("  void put" + n + "(1: Item" + n + " item, 2: map<string, list<i32>> options)");
        line("  oneway void touch" + n + "(1: list<i64> articleIds)");
        line("}");
    }

    private void line(String content) {
        text.append(content).append('\n');
        lines++;
    }
}
