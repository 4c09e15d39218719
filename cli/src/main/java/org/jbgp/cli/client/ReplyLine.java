package org.jbgp.cli.client;

/**
 * One line of a reply (BIRD doc/reply_codes).
 *
 * @param code its code, that of the line before for a continuation
 * @param text what it says
 * @param last true when it ends the reply
 * @param spontaneous true for a line that belongs to no reply, such as an echoed log message
 * @param raw the line with its code
 */
public record ReplyLine(int code, String text, boolean last, boolean spontaneous, String raw) {

    /**
     * Takes a line apart.
     *
     * @param received without its end; characters that would act on a terminal are written out
     * @param lastCode of the line before
     */
    public static ReplyLine parse(String received, int lastCode) {
        String line = PrintableText.of(received);
        if (line.startsWith("+")) {
            return new ReplyLine(0, line.substring(1), false, true, line);
        }
        if (line.startsWith(" ")) {
            return new ReplyLine(lastCode, line.substring(1), false, false, line);
        }
        if (line.length() >= 5 && isCode(line) && (line.charAt(4) == ' ' || line.charAt(4) == '-')) {
            return new ReplyLine(
                    Integer.parseInt(line.substring(0, 4)), line.substring(5), line.charAt(4) == ' ', false, line);
        }
        return new ReplyLine(lastCode, line, false, false, line);
    }

    private static boolean isCode(String line) {
        for (int i = 0; i < 4; i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** True for run-time errors (8xxx) and commands not understood (9xxx). */
    public boolean error() {
        return code >= 8000;
    }
}
