package org.jbgp.daemon.control.log;

import org.apache.logging.log4j.Level;

/**
 * What the log gets when the process cannot go on for want of memory: with half of its work lost a router must end, and
 * be started anew by whoever watches it. Nothing here needs memory that could be missing. Any thread.
 */
public final class LastWords {
    /** As the JVM ends by itself for the same reason. */
    private static final int EXIT = 3;

    /** Room for the log to write its line. */
    @SuppressWarnings("unused")
    private static volatile byte[] reserve = new byte[128 << 10];

    /** How often, and how far apart, it is tried to write to the log. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_MILLIS = 50;

    private LastWords() {}

    /** Has threads that nobody guards say it, too. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> {
            endIfOutOfMemory(problem);
            LogHub.here().log(LogLevels.BUG, "internal error in thread " + thread.getName(), problem);
        });
    }

    /** Ends the process if that is the problem, or what caused it; else returns. */
    public static void endIfOutOfMemory(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError error) {
                end(error);
            }
        }
    }

    private static String words(OutOfMemoryError error) {
        String what = error.getMessage() == null ? "Java heap space" : error.getMessage();
        String why = what.contains("native thread")
                ? "the system has no more threads for it, the daemon ends; see its limits of tasks (systemd's TasksMax, ulimit -u)"
                : "all of the " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MB of heap are in use, the daemon ends; give it more with -Xmx in JBGPD_JAVA_OPTIONS";
        return "Out of memory (" + what + "): " + why;
    }

    private static void end(OutOfMemoryError error) {
        reserve = null;
        try {
            // Another thread that is taking memory may have got hold of the reserve, too; it will fail in turn, and
            // leave some.
            boolean said = said(error);
            for (int attempt = 1; !said && attempt < ATTEMPTS; attempt++) {
                Thread.sleep(PAUSE_MILLIS);
                said = said(error);
            }
            if (!said) {
                System.err.println("Out of memory");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(EXIT);
        }
    }

    private static boolean said(OutOfMemoryError error) {
        try {
            LogHub.PROCESS.log(Level.FATAL, words(error), null);
            return true;
        } catch (OutOfMemoryError again) {
            return false;
        }
    }
}
