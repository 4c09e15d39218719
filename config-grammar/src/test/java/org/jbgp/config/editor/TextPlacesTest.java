package org.jbgp.config.editor;

import static org.assertj.core.api.Assertions.assertThat;

import org.jbgp.config.editor.SourceText.Place;
import org.junit.jupiter.api.Test;

class TextPlacesTest {
    private static final String SMILE = "\uD83D\uDE00";

    @Test
    void linesEndInThreeWays() {
        SourceText text = new SourceText("a\nbb\r\nccc\rd");

        assertThat(text.lines()).isEqualTo(4);
        assertThat(text.place(0)).isEqualTo(new Place(0, 0));
        assertThat(text.place(4)).isEqualTo(new Place(1, 2));
        assertThat(text.place(6)).isEqualTo(new Place(2, 0));
        assertThat(text.place(10)).isEqualTo(new Place(3, 0));
        assertThat(text.offset(new Place(2, 1))).isEqualTo(7);
    }

    @Test
    void placesOutsideAreTheNearest() {
        SourceText text = new SourceText("a\r\nb");

        assertThat(text.offset(new Place(0, 99))).isEqualTo(1);
        assertThat(text.offset(new Place(9, 0))).isEqualTo(4);
        assertThat(text.offset(new Place(-1, 5))).isZero();
        assertThat(text.offset(new Place(1, Integer.MAX_VALUE))).isEqualTo(4);
        assertThat(text.place(99)).isEqualTo(new Place(1, 1));
    }

    @Test
    void charactersOfTwoUnits() {
        SourceText text = new SourceText("x" + SMILE + "y\n" + SMILE + "z");

        assertThat(text.offsetOfCharacter(2)).isEqualTo(3);
        assertThat(text.offsetAt(1, 3)).isEqualTo(3);
        assertThat(text.offsetAt(2, 2)).isEqualTo(7);
        assertThat(text.place(7)).isEqualTo(new Place(1, 2));
    }

    @Test
    void problemsBehindTheEnd() {
        SourceText text = new SourceText("ab\nc");

        assertThat(text.offsetAt(9, 9)).isEqualTo(4);
        assertThat(text.offsetAt(1, 9)).isEqualTo(2);
    }
}
