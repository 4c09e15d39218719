package org.jbgp.daemon.editor;

/** Something that was asked for is not done; the message says why, to the user. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message);
    }
}
