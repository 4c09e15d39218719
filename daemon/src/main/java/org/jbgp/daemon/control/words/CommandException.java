package org.jbgp.daemon.control.words;

import java.io.Serial;

/** A command that cannot be run; becomes the last line of its reply. */
public final class CommandException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int code;

    public CommandException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** A command that is not understood. */
    public static CommandException syntax(String message) {
        return new CommandException(9001, message);
    }

    /** Reply code. */
    public int code() {
        return code;
    }
}
