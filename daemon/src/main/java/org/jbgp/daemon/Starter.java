package org.jbgp.daemon;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

/** Who started a router: what it reads, waits for and signals. Any thread. */
interface Starter {
    /** Whether it goes away once the router is ready, and standard error with it. */
    boolean leaves();

    /** Whether the process goes on when the router has ended, for others. */
    boolean goesOn();

    /** The process that it signals. */
    long processId();

    /** Where it reads what keeps a router from starting; lines in one piece each. */
    OutputStream errors();

    /** A way to report how far the router is. */
    Reports reports(EventLoopGroup eventLoops);

    /** What is to be reported. */
    interface Reports {
        /**
         * The router is up: configuration applied, listening.
         *
         * @throws IOException when this cannot be said
         */
        void ready() throws IOException;

        /** The router is shutting down. */
        void stopping();

        /** Nanoseconds without {@link #alive} after which the starter ends the router; empty if it does not watch. */
        default OptionalLong patience() {
            return OptionalLong.empty();
        }

        /** The router does its work: to be said often enough for {@link #patience}. */
        default void alive() {}
    }

    /** Text for {@link #errors}. */
    default PrintStream messages() {
        return new PrintStream(errors(), true, StandardCharsets.UTF_8);
    }

    /** Of a process with one router: the shell, the launcher, or systemd. */
    static Starter ofProcess() {
        return new Starter() {
            @Override
            public boolean leaves() {
                return System.getenv("JBGPD_READY_FD") != null;
            }

            @Override
            public boolean goesOn() {
                return false;
            }

            @Override
            public long processId() {
                return ProcessHandle.current().pid();
            }

            @Override
            public OutputStream errors() {
                return System.err;
            }

            @Override
            public PrintStream messages() {
                return System.err;
            }

            @Override
            public Reports reports(EventLoopGroup eventLoops) {
                return new ServiceManager(Map.copyOf(System.getenv()), eventLoops);
            }
        };
    }
}
