package org.jbgp.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A session at a terminal: one command after the other, and log messages whenever they come. */
final class Prompt {

    private enum Event {
        REPLIED,
        CLOSED
    }

    private final ControlClient client;
    private final ReplyPrinter printer;
    private final PrintStream out;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    Prompt(ControlClient client, ReplyPrinter printer, PrintStream out) {
        this.client = client;
        this.printer = printer;
        this.out = out;
    }

    void run(BufferedReader input) throws IOException {
        Thread.ofPlatform().daemon().name("replies").start(this::receiveAll);
        while (true) {
            out.print("jbgp> ");
            out.flush();
            String line = input.readLine();
            if (line == null || CommandText.isQuit(line)) {
                if (line == null) {
                    out.println();
                }
                return;
            }
            if (!line.isBlank()) {
                client.send(line.strip());
                if (await() == Event.CLOSED) {
                    throw new java.io.EOFException("the daemon closed the connection");
                }
            }
        }
    }

    private Event await() throws IOException {
        try {
            return events.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted");
        }
    }

    private void receiveAll() {
        try {
            while (true) {
                ReplyLine line = client.receive();
                if (printer.print(line)) {
                    out.flush();
                    events.add(Event.REPLIED);
                } else if (line.spontaneous()) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            events.add(Event.CLOSED);
        }
    }
}
