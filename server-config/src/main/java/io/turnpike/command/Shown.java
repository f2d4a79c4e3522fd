package io.turnpike.command;

/** Texts of others as they may be printed: nothing that a terminal would act upon, and no line break. */
final class Shown {

    private static final int MOST = 200;

    private Shown() {}

    /** As it is, but for control characters, which are shown by their numbers. */
    static String plain(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\t' || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format("\\u%04x", c));
            }
        });
        return shown.toString();
    }

    /** In quotes, and not longer than a line or two. */
    static String text(String text) {
        String shown = plain(text);
        return '"' + (shown.length() <= MOST ? shown : shown.substring(0, MOST) + "...") + '"';
    }
}
