package org.jbgp.config.syntax;

/**
 * What to say of a character that stands for nothing in the language. Many come from pages and word processors, and
 * some cannot be seen: those are named by their number.
 */
final class UnknownCharacter {
    static final String NO_TEXT = "a byte that stands for no character: the file is no text, or not UTF-8";

    private static final int REPLACEMENT = 0xFFFD;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private UnknownCharacter() {}

    /** Whether it is one that no text has. */
    static boolean isBinary(String character) {
        int code = character.codePointAt(0);
        return code == REPLACEMENT || code == 0;
    }

    static String message(String character) {
        int code = character.codePointAt(0);
        return "unknown character " + (isVisible(code) ? "'" + character + "'" : "U+%04X".formatted(code))
                + remedy(code);
    }

    private static boolean isVisible(int code) {
        return switch (Character.getType(code)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT,
                    Character.CONTROL,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static String remedy(int code) {
        if (code == BYTE_ORDER_MARK) {
            return ", a byte order mark: save the file without it";
        }
        return switch (Character.getType(code)) {
            case Character.SPACE_SEPARATOR -> ", a space of another kind: write a plain one";
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ": write the end of a line";
            case Character.FORMAT, Character.CONTROL -> ", which cannot be seen: remove it";
            case Character.DASH_PUNCTUATION -> ": write '-'";
            case Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION ->
                code == 0x2018 || code == 0x2019 ? ": write \"'\"" : ": write '\"'";
            default -> code == '&' ? ": write '&&'" : code == 0x201E ? ": write '\"'" : "";
        };
    }
}
