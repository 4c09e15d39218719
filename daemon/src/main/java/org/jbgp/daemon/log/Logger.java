package org.jbgp.daemon.log;

import java.io.PrintStream;
import org.jbgp.config.model.LogClass;

/**
 * Takes the daemon's messages. There is one, as there is one log; whoever has something to say asks {@link #get} for it. A message may have
 * holes, {@code {}}, which the arguments fill in order; a {@code Throwable} behind them is told with its stack. Any thread.
 */
public final class Logger {
    private static final Logger PROCESS = new Logger();

    private volatile Receiver receiver = new StandardError(System.err);

    /** Who writes messages down. Called by any thread. */
    public interface Receiver {
        /** Whether anybody reads messages of this class. */
        boolean wants(LogClass logClass);

        /** Takes a message of a class that is wanted; {@code thrown} may be null. */
        void log(LogClass logClass, String message, Throwable thrown);
    }

    private Logger() {}

    /** The process's log. */
    public static Logger get() {
        return PROCESS;
    }

    /**
     * From now on this one takes the messages; before, those from INFO up go to standard error.
     *
     * @return who took them
     */
    public Receiver receiver(Receiver changed) {
        Receiver former = receiver;
        receiver = changed;
        return former;
    }

    /** For those who debug the daemon. */
    public void debug(String message, Object... arguments) {
        log(LogClass.DEBUG, message, arguments);
    }

    /** What happened. */
    public void info(String message, Object... arguments) {
        log(LogClass.INFO, message, arguments);
    }

    /** Something is odd, and the router copes. */
    public void warn(String message, Object... arguments) {
        log(LogClass.WARNING, message, arguments);
    }

    /** Something does not work. */
    public void error(String message, Object... arguments) {
        log(LogClass.ERROR, message, arguments);
    }

    /** Whether anybody reads messages of this class. */
    boolean wants(LogClass logClass) {
        return receiver.wants(logClass);
    }

    private void log(LogClass logClass, String message, Object... arguments) {
        Receiver present = receiver;
        if (present.wants(logClass)) {
            int last = arguments.length - 1;
            Throwable thrown = last >= 0 && arguments[last] instanceof Throwable behind && holes(message) <= last ? behind : null;
            present.log(logClass, fill(message, arguments), thrown);
        }
    }

    private static int holes(String message) {
        int count = 0;
        for (int at = message.indexOf("{}"); at >= 0; at = message.indexOf("{}", at + 2)) {
            count++;
        }
        return count;
    }

    /** The message with its holes filled; holes without an argument stay. */
    static String fill(String message, Object... arguments) {
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (Object argument : arguments) {
            int hole = message.indexOf("{}", done);
            if (hole < 0) {
                break;
            }
            text.append(message, done, hole).append(argument);
            done = hole + 2;
        }
        return text.append(message, done, message.length()).toString();
    }

    /** Before the daemon's log is there, and in tests. */
    private record StandardError(PrintStream stream) implements Receiver {
        @Override
        public boolean wants(LogClass logClass) {
            return logClass != LogClass.DEBUG && logClass != LogClass.TRACE;
        }

        @Override
        public void log(LogClass logClass, String message, Throwable thrown) {
            stream.println("<" + logClass + "> " + message);
            if (thrown != null) {
                thrown.printStackTrace(stream);
            }
        }
    }
}
