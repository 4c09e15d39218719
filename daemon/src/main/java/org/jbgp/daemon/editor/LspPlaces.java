package org.jbgp.daemon.editor;

import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.jbgp.config.editor.SourceText;

/** Places in texts as the protocol has them: lines from 0, columns in UTF-16 units. */
final class LspPlaces {
    private LspPlaces() {}

    static SourceText.Place place(Position position) {
        return new SourceText.Place(position.getLine(), Math.max(position.getCharacter(), 0));
    }

    static Position position(SourceText text, int offset) {
        SourceText.Place place = text.place(offset);
        return new Position(place.line(), place.column());
    }

    static Range range(SourceText text, int start, int end) {
        return new Range(position(text, start), position(text, end));
    }
}
