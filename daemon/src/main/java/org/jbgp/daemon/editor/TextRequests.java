package org.jbgp.daemon.editor;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentPositionParams;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jbgp.config.editor.SourceText;

/**
 * What an editor says and asks of texts. Changes are taken at once, on the thread that reads messages; questions are
 * answered on another one, unless they were cancelled before their turn.
 */
final class TextRequests implements TextDocumentService {
    private final EditorServer server;
    private final OpenDocuments documents;
    private final Executor answering;
    private final Answers answers;
    private final RenameRequest renaming;

    TextRequests(EditorServer server, OpenDocuments documents, Workspace workspace, Executor answering) {
        this.server = server;
        this.documents = documents;
        this.answering = answering;
        answers = new Answers(documents, workspace);
        renaming = new RenameRequest(documents, workspace, answers);
    }

    private <T> CompletableFuture<T> ask(Object parameters, Callable<T> question) {
        ResponseErrorException refused = server.refusal();
        if (refused == null && parameters == null) {
            refused = LspPlaces.missing("params");
        }
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        return CompletableFutures.computeAsync(answering, cancelling -> {
            cancelling.checkCanceled();
            try {
                return question.call();
            } catch (CancellationException cancelled) {
                throw cancelled;
            } catch (Refusal | ResponseErrorException refusal) {
                throw new CompletionException(refusal);
            } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
                server.fault(failure);
                throw new CompletionException(Faults.fault(failure));
            }
        });
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams parameters) {
        if (server.refusal() != null) {
            return;
        }
        documents.open(
                parameters.getTextDocument().getUri(),
                parameters.getTextDocument().getText());
        server.changed();
    }

    @Override
    public void didChange(DidChangeTextDocumentParams parameters) {
        if (server.refusal() != null) {
            return;
        }
        documents.change(parameters.getTextDocument().getUri(), parameters.getContentChanges());
        server.changed();
    }

    @Override
    public void didClose(DidCloseTextDocumentParams parameters) {
        if (server.refusal() != null) {
            return;
        }
        documents.close(parameters.getTextDocument().getUri());
        server.changed();
    }

    @Override
    public void didSave(DidSaveTextDocumentParams parameters) {
        server.filesChanged();
    }

    /** A question about a place in a text. */
    private interface PlaceQuestion<T> {
        T answer(String uri, SourceText.Place place) throws Refusal;
    }

    private <T> CompletableFuture<T> askAt(TextDocumentPositionParams parameters, PlaceQuestion<T> question) {
        return ask(
                parameters,
                () -> question.answer(
                        LspPlaces.uri(parameters.getTextDocument()), LspPlaces.place(parameters.getPosition())));
    }

    @Override
    public CompletableFuture<Hover> hover(HoverParams parameters) {
        return askAt(parameters, answers::hover);
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams parameters) {
        return askAt(parameters, (uri, place) -> Either.forRight(answers.completion(uri, place)));
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams parameters) {
        return askAt(parameters, (uri, place) -> Either.forLeft(answers.definition(uri, place)));
    }

    @Override
    public CompletableFuture<List<? extends Location>> references(ReferenceParams parameters) {
        return askAt(
                parameters,
                (uri, place) -> answers.references(
                        uri,
                        place,
                        parameters.getContext() == null
                                || parameters.getContext().isIncludeDeclaration()));
    }

    @Override
    public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(DocumentHighlightParams parameters) {
        return askAt(
                parameters,
                (uri, place) -> answers.highlights(uri, place).stream()
                        .map(DocumentHighlight::new)
                        .toList());
    }

    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
            DocumentSymbolParams parameters) {
        return ask(
                parameters,
                () -> answers.symbols(LspPlaces.uri(parameters.getTextDocument())).stream()
                        .map(Either::<SymbolInformation, DocumentSymbol>forRight)
                        .toList());
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams parameters) {
        return ask(
                parameters,
                () -> answers.formatting(LspPlaces.uri(parameters.getTextDocument()), parameters.getOptions(), null));
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> rangeFormatting(DocumentRangeFormattingParams parameters) {
        return ask(
                parameters,
                () -> answers.formatting(
                        LspPlaces.uri(parameters.getTextDocument()), parameters.getOptions(), parameters.getRange()));
    }

    @Override
    public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            PrepareRenameParams parameters) {
        return askAt(parameters, (uri, place) -> {
            Range range = renaming.prepare(uri, place);
            return range == null ? null : Either3.forFirst(range);
        });
    }

    @Override
    public CompletableFuture<WorkspaceEdit> rename(RenameParams parameters) {
        return askAt(parameters, (uri, place) -> renaming.rename(uri, place, newName(parameters)));
    }

    private static String newName(RenameParams parameters) {
        if (parameters.getNewName() == null) {
            throw LspPlaces.missing("newName");
        }
        return parameters.getNewName();
    }
}
