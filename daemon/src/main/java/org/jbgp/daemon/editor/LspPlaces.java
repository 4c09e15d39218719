package org.jbgp.daemon.editor;

import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jbgp.config.editor.SourceText;

/** Places in texts as the protocol has them: lines from 0, columns in UTF-16 units. */
final class LspPlaces {
    private LspPlaces() {}

    /** @throws ResponseErrorException if there is none */
    static SourceText.Place place(Position position) {
        if (position == null) {
            throw missing("position");
        }
        return new SourceText.Place(position.getLine(), Math.max(position.getCharacter(), 0));
    }

    /** @throws ResponseErrorException if there is none */
    static String uri(TextDocumentIdentifier document) {
        if (document == null || document.getUri() == null) {
            throw missing("textDocument.uri");
        }
        return document.getUri();
    }

    /** The answer to parameters that lack something. */
    static ResponseErrorException missing(String name) {
        return new ResponseErrorException(new ResponseError(
                ResponseErrorCode.InvalidParams, "there is no '" + name + "' in the parameters", null));
    }

    static Position position(SourceText text, int offset) {
        SourceText.Place place = text.place(offset);
        return new Position(place.line(), place.column());
    }

    static Range range(SourceText text, int start, int end) {
        return new Range(position(text, start), position(text, end));
    }
}
