package org.jbgp.daemon.editor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jbgp.config.editor.Completions;
import org.jbgp.config.editor.FileScan;
import org.jbgp.config.editor.Formatter;
import org.jbgp.config.editor.Name;
import org.jbgp.config.editor.Renaming;
import org.jbgp.config.editor.Replacement;
import org.jbgp.config.editor.SourceText;
import org.jbgp.config.editor.WordMeaning;

/** The answers to an editor's questions, in the values of the protocol. Belongs to the thread that answers. */
final class Answers {
    private final OpenDocuments documents;
    private final Workspace workspace;

    Answers(OpenDocuments documents, Workspace workspace) {
        this.documents = documents;
        this.workspace = workspace;
    }

    /** What the word at a place means; null if there is nothing to say. */
    Hover hover(String uri, SourceText.Place place) {
        return workspace
                .spot(uri, place)
                .flatMap(spot -> spot.token()
                        .flatMap(token -> new WordMeaning(
                                        spot.reading().scan(), spot.reading().names())
                                .of(token)
                                .map(text -> new Hover(
                                        new MarkupContent(MarkupKind.MARKDOWN, text),
                                        range(
                                                spot.reading(),
                                                spot.reading().scan().span(token))))))
                .orElse(null);
    }

    /** What may be written at a place. */
    CompletionList completion(String uri, SourceText.Place place) {
        Optional<Workspace.Spot> spot = workspace.spot(uri, place);
        if (spot.isEmpty()) {
            return new CompletionList(List.of());
        }
        Workspace.Reading reading = spot.get().reading();
        Completions.Result result = new Completions(reading.scan(), reading.names())
                .at(spot.get().file(), spot.get().offset());
        Range range =
                LspPlaces.range(spot.get().text(), result.from(), spot.get().offset());
        List<CompletionItem> items = new ArrayList<>();
        for (Completions.Proposal proposal : result.proposals()) {
            CompletionItem item = new CompletionItem(proposal.text());
            item.setKind(kind(proposal.sort()));
            item.setTextEdit(Either.forLeft(new TextEdit(range, proposal.text())));
            if (!proposal.detail().isEmpty()) {
                item.setDetail(proposal.detail());
            }
            if (!proposal.documentation().isEmpty()) {
                item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, proposal.documentation()));
            }
            items.add(item);
        }
        return new CompletionList(items);
    }

    private static CompletionItemKind kind(Completions.Sort sort) {
        return switch (sort) {
            case KEYWORD -> CompletionItemKind.Keyword;
            case OPTION -> CompletionItemKind.Property;
            case NAME -> CompletionItemKind.Variable;
            case ATTRIBUTE -> CompletionItemKind.Field;
            case METHOD -> CompletionItemKind.Method;
            case VALUE -> CompletionItemKind.EnumMember;
        };
    }

    /** Where the name at a place is defined. */
    List<Location> definition(String uri, SourceText.Place place) {
        LinkedHashSet<Location> found = new LinkedHashSet<>();
        for (Named named : named(uri, place)) {
            found.add(location(named.reading(), named.name().definition()));
        }
        return List.copyOf(found);
    }

    /** Where the name at a place stands, in all configurations that the text is part of. */
    List<Location> references(String uri, SourceText.Place place, boolean definition) {
        LinkedHashSet<Location> found = new LinkedHashSet<>();
        for (Named named : named(uri, place)) {
            for (int token : named.reading().names().places(named.name())) {
                if (definition || token != named.name().definition()) {
                    found.add(location(named.reading(), token));
                }
            }
        }
        return List.copyOf(found);
    }

    /** Where the name at a place stands in the same text. */
    List<Range> highlights(String uri, SourceText.Place place) {
        return references(uri, place, true).stream()
                .filter(location -> location.getUri().equals(uri))
                .map(Location::getRange)
                .toList();
    }

    /** A name in a configuration. */
    record Named(Workspace.Reading reading, Name name, Token token) {}

    /** The name at a place, in each configuration that the text is part of and that has one there. */
    List<Named> named(String uri, SourceText.Place place) {
        List<Named> found = new ArrayList<>();
        String path = OpenDocuments.path(uri);
        for (Workspace.Reading reading : workspace.readingsOf(uri)) {
            String file = reading.nameOf(path);
            SourceText text = reading.scan().text(file);
            reading.scan()
                    .tokenAt(file, text.offset(place))
                    .ifPresent(token -> reading.names()
                            .at(token.getTokenIndex())
                            .ifPresent(name -> found.add(new Named(reading, name, token))));
        }
        return found;
    }

    private Location location(Workspace.Reading reading, int token) {
        FileScan.Span span =
                Renaming.nameIn(reading.scan(), reading.scan().tokens().get(token));
        return new Location(documents.uri(span.file()), range(reading, span));
    }

    static Range range(Workspace.Reading reading, FileScan.Span span) {
        return LspPlaces.range(reading.scan().text(span.file()), span.start(), span.end());
    }

    /** What a text defines. */
    List<DocumentSymbol> symbols(String uri) {
        Optional<Workspace.Reading> reading = workspace.readingsOf(uri).stream().findFirst();
        if (reading.isEmpty()) {
            return List.of();
        }
        FileScan scan = reading.get().scan();
        String file = reading.get().nameOf(OpenDocuments.path(uri));
        Map<Integer, DocumentSymbol> symbols = new LinkedHashMap<>();
        for (Name name : reading.get().names().names()) {
            FileScan.Span own = scan.span(scan.tokens().get(name.definition()));
            if (name.kind().isLocal() || !own.file().equals(file)) {
                continue;
            }
            FileScan.Span first = scan.span(scan.tokens().get(name.first()));
            FileScan.Span last = scan.span(
                    scan.tokens().get(Math.min(name.end(), scan.tokens().size()) - 1));
            int start = first.file().equals(file) ? Math.min(first.start(), own.start()) : own.start();
            int end = last.file().equals(file) ? Math.max(last.end(), own.end()) : own.end();
            symbols.putIfAbsent(
                    own.start(),
                    new DocumentSymbol(
                            name.text(),
                            kind(name.kind()),
                            LspPlaces.range(scan.text(file), start, end),
                            range(reading.get(), own),
                            name.kind().word()));
        }
        return List.copyOf(symbols.values());
    }

    private static SymbolKind kind(Name.Kind kind) {
        return switch (kind) {
            case FILTER, FUNCTION -> SymbolKind.Function;
            case CONSTANT -> SymbolKind.Constant;
            case ATTRIBUTE -> SymbolKind.Field;
            case PROTOCOL -> SymbolKind.Module;
            case TEMPLATE -> SymbolKind.Class;
            case TABLE -> SymbolKind.Struct;
            case VARIABLE, ARGUMENT -> SymbolKind.Variable;
        };
    }

    /**
     * How a text is laid out better.
     *
     * @param options null for four blanks
     * @param within lines that are asked for, null for all
     * @throws Refusal if it has mistakes that hide its structure
     */
    List<TextEdit> formatting(String uri, FormattingOptions options, Range within) throws Refusal {
        Optional<SourceText> text = documents.document(uri).flatMap(OpenDocuments.Document::text);
        if (text.isEmpty()) {
            return List.of();
        }
        Formatter.Style style = options == null
                ? new Formatter.Style(4, true)
                : new Formatter.Style(options.getTabSize(), options.isInsertSpaces());
        List<Replacement> replacements = new Formatter(text.get().text(), style)
                .replacements()
                .orElseThrow(() -> new Refusal(
                        "not formatted: a bracket, a comment or a string is not closed, or there is a character that"
                                + " means nothing"));
        int first = within == null
                ? 0
                : text.get().offset(new SourceText.Place(within.getStart().getLine(), 0));
        int last = within == null
                ? text.get().text().length()
                : text.get().offset(new SourceText.Place(within.getEnd().getLine(), Integer.MAX_VALUE));
        return replacements.stream()
                .filter(each -> each.end() >= first && each.start() <= last)
                .map(each -> new TextEdit(LspPlaces.range(text.get(), each.start(), each.end()), each.text()))
                .toList();
    }
}
