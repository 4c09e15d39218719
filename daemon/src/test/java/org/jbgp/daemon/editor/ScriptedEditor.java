package org.jbgp.daemon.editor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** An editor by script: bytes to and from the server that editors talk to. */
final class ScriptedEditor implements AutoCloseable {
    /** A text that is no file. */
    static final String UNTITLED = "untitled:one";

    /** The beginning of a text, two lines. */
    static final String ROUTER = """
            router id 10.0.0.1;
            protocol device { }
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OutputStream toServer;
    private final List<JsonObject> received = new ArrayList<>();
    private final CompletableFuture<Integer> code;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private int requests;

    ScriptedEditor() {
        PipedInputStream in = new PipedInputStream(1 << 20);
        PipedInputStream fromServer = new PipedInputStream(1 << 20);
        toServer = to(in);
        OutputStream answers = to(fromServer);
        PrintStream said = new PrintStream(log, true, StandardCharsets.UTF_8);
        code = CompletableFuture.supplyAsync(
                () -> EditorServer.serve(in, answers, "test", said),
                work -> Thread.ofPlatform().daemon().start(work));
        Thread.ofPlatform().daemon().start(() -> receive(fromServer));
    }

    private static OutputStream to(PipedInputStream in) {
        try {
            return new PipedOutputStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(InputStream from) {
        try (DataInputStream in = new DataInputStream(from)) {
            while (true) {
                int length = -1;
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    if (line.startsWith("Content-Length:")) {
                        length = Integer.parseInt(line.substring(15).strip());
                    }
                }
                JsonObject message = JsonParser.parseString(new String(in.readNBytes(length), StandardCharsets.UTF_8))
                        .getAsJsonObject();
                synchronized (received) {
                    received.add(message);
                    received.notifyAll();
                }
            }
        } catch (IOException ended) {
            // The server has closed.
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("end");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** Waits for a message; those that came before are looked at too. */
    JsonObject await(String what, Predicate<JsonObject> wanted) {
        return await(() -> last(wanted), () -> "no " + what + " among " + received);
    }

    private Optional<JsonObject> last(Predicate<JsonObject> wanted) {
        return received.reversed().stream().filter(wanted).findFirst();
    }

    private <T> T await(Supplier<Optional<T>> wanted, Supplier<String> failure) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (received) {
            while (true) {
                Optional<T> found = wanted.get();
                if (found.isPresent()) {
                    return found.get();
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(failure.get() + "; log: " + log());
                }
                try {
                    received.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** What the server noted. */
    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** All that came so far, as text. */
    String everything() {
        synchronized (received) {
            return received + log();
        }
    }

    void sendRaw(String bytes) {
        try {
            toServer.write(bytes.getBytes(StandardCharsets.UTF_8));
            toServer.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void send(String body) {
        sendRaw("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    void notify(String method, JsonObject parameters) {
        JsonObject message = new JsonObject();
        message.addProperty("jsonrpc", "2.0");
        message.addProperty("method", method);
        message.add("params", parameters);
        send(message.toString());
    }

    /** Asks, and waits for the whole answer. */
    JsonObject ask(String method, JsonObject parameters) {
        int id = begin(method, parameters);
        return await(
                "answer to " + method,
                message -> message.has("id") && message.get("id").equals(new JsonPrimitive(Integer.toString(id))));
    }

    /** Asks, and does not wait; returns the number of the request. */
    int begin(String method, JsonObject parameters) {
        JsonObject message = new JsonObject();
        int id = ++requests;
        message.addProperty("jsonrpc", "2.0");
        message.addProperty("id", Integer.toString(id));
        message.addProperty("method", method);
        if (parameters != null) {
            message.add("params", parameters);
        }
        send(message.toString());
        return id;
    }

    /** The result of a request that must not fail. */
    JsonElement result(String method, JsonObject parameters) {
        JsonObject answer = ask(method, parameters);
        if (answer.has("error")) {
            throw new AssertionError(method + ": " + answer.get("error"));
        }
        return answer.get("result");
    }

    JsonObject initialize(String options) {
        JsonObject parameters = json("{\"capabilities\": {}}");
        if (!options.isEmpty()) {
            parameters.add("initializationOptions", json(options));
        }
        JsonObject result = result("initialize", parameters).getAsJsonObject();
        notify("initialized", new JsonObject());
        return result;
    }

    void open(String uri, String text) {
        JsonObject document = new JsonObject();
        document.addProperty("uri", uri);
        document.addProperty("languageId", "bird");
        document.addProperty("version", 1);
        document.addProperty("text", text);
        notify("textDocument/didOpen", with("textDocument", document));
    }

    /** Replaces a range, lines and columns from 0. */
    void change(String uri, int[] range, String text) {
        JsonObject document = json("{\"version\": 2}");
        document.addProperty("uri", uri);
        JsonObject change = new JsonObject();
        change.add("range", range(range));
        change.addProperty("text", text);
        JsonArray changes = new JsonArray();
        changes.add(change);
        JsonObject parameters = with("textDocument", document);
        parameters.add("contentChanges", changes);
        notify("textDocument/didChange", parameters);
    }

    /** What is offered at a place. */
    List<String> labels(String uri, int line, int column) {
        return objects(result("textDocument/completion", at(uri, line, column))
                        .getAsJsonObject()
                        .get("items"))
                .stream()
                .map(each -> each.get("label").getAsString())
                .toList();
    }

    /** What is said of a word; empty if nothing. */
    String hover(String uri, int line, int column) {
        JsonElement result = result("textDocument/hover", at(uri, line, column));
        return result.isJsonNull()
                ? ""
                : result.getAsJsonObject()
                        .getAsJsonObject("contents")
                        .get("value")
                        .getAsString();
    }

    /** The whole answer to a rename. */
    JsonObject rename(String uri, int line, int column, String name) {
        JsonObject parameters = at(uri, line, column);
        parameters.addProperty("newName", name);
        return ask("textDocument/rename", parameters);
    }

    static List<JsonObject> objects(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /** {@code file line:column-line:column} of locations. */
    static List<String> places(JsonElement locations) {
        return objects(locations).stream()
                .map(each -> each.get("uri").getAsString().replaceFirst(".*/", "") + " "
                        + place(each.getAsJsonObject("range")))
                .toList();
    }

    static String errorMessage(JsonObject answer) {
        return answer.getAsJsonObject("error").get("message").getAsString();
    }

    /** Writes a file, and returns its URI. */
    static String write(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return file.toUri().toString();
    }

    static JsonObject range(int... lineColumnLineColumn) {
        return json("{\"start\": {\"line\": %d, \"character\": %d}, \"end\": {\"line\": %d, \"character\": %d}}"
                .formatted(
                        lineColumnLineColumn[0],
                        lineColumnLineColumn[1],
                        lineColumnLineColumn[2],
                        lineColumnLineColumn[3]));
    }

    static JsonObject document(String uri) {
        JsonObject document = new JsonObject();
        document.addProperty("uri", uri);
        return with("textDocument", document);
    }

    static JsonObject at(String uri, int line, int column) {
        JsonObject parameters = document(uri);
        parameters.add("position", json("{\"line\": %d, \"character\": %d}".formatted(line, column)));
        return parameters;
    }

    static JsonObject with(String name, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }

    static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    /** Waits until the diagnostics of a file, each as {@code line:column-line:column message}, are these. */
    void awaitDiagnostics(String uri, String... wanted) {
        List<String> expected = List.of(wanted);
        Supplier<Optional<List<String>>> now =
                () -> last(message -> isDiagnostics(message, uri)).map(ScriptedEditor::diagnostics);
        await(() -> now.get().filter(expected::equals), () -> "expected " + expected + ", last " + now.get());
    }

    private static boolean isDiagnostics(JsonObject message, String uri) {
        return message.has("method")
                && message.get("method").getAsString().equals("textDocument/publishDiagnostics")
                && message.getAsJsonObject("params").get("uri").getAsString().equals(uri);
    }

    private static List<String> diagnostics(JsonObject message) {
        List<String> all = new ArrayList<>();
        for (JsonElement each : message.getAsJsonObject("params").getAsJsonArray("diagnostics")) {
            JsonObject diagnostic = each.getAsJsonObject();
            all.add(place(diagnostic.getAsJsonObject("range"))
                    + (diagnostic.get("severity").getAsInt() == 1 ? " " : " warning: ")
                    + diagnostic.get("message").getAsString());
        }
        return all;
    }

    /** {@code line:column-line:column}, from 0. */
    static String place(JsonObject range) {
        JsonObject start = range.getAsJsonObject("start");
        JsonObject end = range.getAsJsonObject("end");
        return start.get("line") + ":" + start.get("character") + "-" + end.get("line") + ":" + end.get("character");
    }

    /** Ends in order, and returns the exit code. */
    int end() throws Exception {
        result("shutdown", null);
        notify("exit", new JsonObject());
        return code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The pipe breaks; returns the exit code. */
    int hangUp() throws Exception {
        toServer.close();
        return awaitEnd();
    }

    /** Waits until the server ends by itself; returns the exit code. */
    int awaitEnd() throws Exception {
        return code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        toServer.close();
    }
}
