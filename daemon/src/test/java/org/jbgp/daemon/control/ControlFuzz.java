package org.jbgp.daemon.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;

/**
 * Any lines over the control socket, in BIRD's layouts and in JSON: each gets one complete reply, none of them that of
 * a defect.
 */
public final class ControlFuzz {
    private static final Pattern LAST = Pattern.compile("\\d{4} .*");
    /** Bytes that a reply about the sample router may have. */
    private static final int LONGEST = 1 << 20;

    private static final List<ControlStyle> STYLES = List.copyOf(EnumSet.allOf(ControlStyle.class));

    private static final FakeRouter ROUTER = router();

    private ControlFuzz() {}

    /** A line may say {@code watch}, which lasts as long as the history. */
    private static FakeRouter router() {
        FakeRouter router = Golden2.router();
        router.history = new SampleHistory(true);
        return router;
    }

    /** The first byte chooses the layout and whether the session is restricted; then lines as a client sends them. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ControlStyle style = STYLES.get((input[0] & 0x7f) % STYLES.size());
        CommandRunner runner = new CommandRunner(ROUTER.ports(), style, echo -> {}, input[0] < 0);
        String lines = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
        for (String line : lines.split("\n", -1)) {
            check(line, answer(runner, line));
        }
    }

    private static String answer(CommandRunner runner, String line) {
        StringBuilder said = new StringBuilder();
        try {
            runner.run(line, new Reply(bytes -> append(said, bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return said.toString();
    }

    private static void append(StringBuilder said, ByteBuffer bytes) {
        said.append(StandardCharsets.UTF_8.decode(bytes));
    }

    private static void check(String line, String answer) {
        String[] lines = answer.split("\n", -1);
        if (lines.length < 2 || !lines[lines.length - 1].isEmpty()) {
            throw new IllegalStateException("no whole reply to " + line + ": " + answer);
        }
        for (int i = 0; i < lines.length - 1; i++) {
            boolean last = LAST.matcher(lines[i]).matches();
            if (last != (i == lines.length - 2)) {
                throw new IllegalStateException("ends in line " + i + " to " + line + ": " + answer);
            }
        }
        // What was asked is repeated in the answer, and may have these words in it.
        if (lines[lines.length - 2].startsWith("8000 Internal error") || answer.length() > LONGEST) {
            throw new IllegalStateException("to " + line + ": " + answer);
        }
    }
}
