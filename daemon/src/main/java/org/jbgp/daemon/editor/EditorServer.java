package org.jbgp.daemon.editor;

import com.google.gson.JsonObject;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jbgp.config.base.Dialect;

/** The server for one editor, from its first message to its last. */
public final class EditorServer implements LanguageServer {
    /** Says more than the editor should know, and may repeat what the files have. */
    private static final Logger LIBRARY = Logger.getLogger("org.eclipse.lsp4j");

    private final OpenDocuments documents = new OpenDocuments();
    private final Workspace workspace = new Workspace(documents);
    private final FileCheck checker = new FileCheck(documents);
    private final EditorThreads threads = new EditorThreads();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final TextRequests texts;
    private final String version;
    private final PrintStream log;
    private LanguageClient client;
    private volatile boolean initialized;
    private volatile boolean shutDown;

    private EditorServer(String version, PrintStream log) {
        this.version = version;
        this.log = log;
        texts = new TextRequests(this, documents, workspace, threads.answering());
    }

    /**
     * Serves until the editor says that it ends, or is gone.
     *
     * @param version what the server calls itself
     * @param log takes a line for a fault of the server itself; never what a file has
     * @return the exit code: 0 if the editor said so in the right order
     */
    public static int serve(InputStream in, OutputStream out, String version, PrintStream log) {
        LIBRARY.setLevel(Level.OFF);
        EditorServer server = new EditorServer(version, log);
        Launcher<LanguageClient> launcher = new Launcher.Builder<LanguageClient>()
                .setLocalService(server)
                .setRemoteInterface(LanguageClient.class)
                .setInput(new MessageFrames(in))
                .setOutput(out)
                .setExceptionHandler(Faults::answer)
                .create();
        server.client = launcher.getRemoteProxy();
        Future<Void> listening = launcher.startListening();
        Thread.ofPlatform().daemon().name("editor-end").start(() -> server.waitForEnd(listening));
        int code = server.ended.join();
        server.threads.stop();
        return code;
    }

    private void waitForEnd(Future<Void> listening) {
        try {
            listening.get();
        } catch (ExecutionException failure) {
            fault(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ended.complete(shutDown ? 0 : 1);
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams parameters) {
        if (initialized || parameters == null) {
            return CompletableFuture.failedFuture(
                    initialized
                            ? error(ResponseErrorCode.InvalidRequest, "the server is initialized already")
                            : LspPlaces.missing("params"));
        }
        initialized = true;
        if (parameters.getProcessId() != null) {
            // An editor that is gone may leave its pipes to others.
            ProcessHandle.of(parameters.getProcessId())
                    .filter(editor -> editor.pid() != ProcessHandle.current().pid())
                    .ifPresent(editor ->
                            editor.onExit().thenRun(() -> ended.complete(1)).exceptionally(failure -> null));
        }
        settings(parameters.getInitializationOptions());
        ServerCapabilities capabilities = new ServerCapabilities();
        capabilities.setPositionEncoding("utf-16");
        capabilities.setTextDocumentSync(TextDocumentSyncKind.Incremental);
        capabilities.setHoverProvider(true);
        capabilities.setCompletionProvider(new CompletionOptions(false, List.of(".")));
        capabilities.setDefinitionProvider(true);
        capabilities.setReferencesProvider(true);
        capabilities.setDocumentHighlightProvider(true);
        capabilities.setDocumentSymbolProvider(true);
        capabilities.setDocumentFormattingProvider(true);
        capabilities.setDocumentRangeFormattingProvider(true);
        capabilities.setRenameProvider(new RenameOptions(true));
        return CompletableFuture.completedFuture(new InitializeResult(capabilities, new ServerInfo("jbgpd", version)));
    }

    /**
     * What an editor says of roots and language: {@code {"root": "/etc/bird/bird.conf", "dialect": "2"}}, also inside
     * of {@code "jbgpd"}. Anything else is passed over.
     */
    void settings(Object options) {
        if (!(options instanceof JsonObject object)) {
            return;
        }
        JsonObject own = object.get("jbgpd") instanceof JsonObject inner ? inner : object;
        String root = text(own, "root");
        Optional<Dialect> dialect = switch (text(own, "dialect")) {
            case "1.6", "bird" -> Optional.of(Dialect.BIRD_1_6_IPV4);
            case "bird6" -> Optional.of(Dialect.BIRD_1_6_IPV6);
            case "2", "3" -> Optional.of(Dialect.BIRD_2);
            default -> Optional.empty();
        };
        threads.answering().execute(() -> workspace.settings(root.isEmpty() ? List.of() : List.of(root), dialect));
        changed();
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) && object.get(name).isJsonPrimitive()
                ? object.get(name).getAsString()
                : "";
    }

    /** Texts or files changed: what is wrong with them is said anew after a pause. */
    void changed() {
        threads.plan(() -> guarded(() -> {
            long generation = documents.generation();
            Set<String> roots = workspace.activeRoots();
            Optional<Dialect> dialect = workspace.dialect();
            threads.check(() -> guarded(() -> check(roots, dialect, generation)));
        }));
    }

    /** Files of the disk changed. */
    void filesChanged() {
        documents.touch();
        threads.answering().execute(workspace::forgetRoots);
        changed();
    }

    /** Why questions are not answered now: not yet, or no longer; null if they are. Any thread. */
    ResponseErrorException refusal() {
        if (!initialized) {
            return error(ResponseErrorCode.ServerNotInitialized, "the server is not yet initialized");
        }
        return shutDown ? error(ResponseErrorCode.InvalidRequest, "the server is shut down") : null;
    }

    private static ResponseErrorException error(ResponseErrorCode code, String message) {
        return new ResponseErrorException(new ResponseError(code, message, null));
    }

    private void check(Set<String> roots, Optional<Dialect> dialect, long generation) {
        for (String root : roots) {
            if (documents.generation() != generation) {
                // What is said of former texts would stand at wrong places; another check is planned.
                return;
            }
            checker.check(root, dialect);
        }
        if (documents.generation() == generation) {
            for (PublishDiagnosticsParams news : checker.news(roots)) {
                client.publishDiagnostics(news);
            }
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            fault(failure);
        }
    }

    /** Notes a fault of the server itself, by its kind and place alone: its message may repeat a file. */
    void fault(Throwable failure) {
        log.println("jbgpd --lsp: " + Faults.describe(failure));
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        shutDown = true;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void exit() {
        ended.complete(shutDown ? 0 : 1);
    }

    @Override
    public void setTrace(SetTraceParams parameters) {
        // There is nothing to trace: editors record the messages themselves.
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return texts;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return new WorkspaceRequests(this);
    }
}
