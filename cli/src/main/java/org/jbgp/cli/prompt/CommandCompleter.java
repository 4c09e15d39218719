package org.jbgp.cli.prompt;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.cli.words.Completion;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** What the tabulator offers. */
final class CommandCompleter implements Completer {

    private final Completion completion;

    CommandCompleter(Completion completion) {
        this.completion = completion;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String begun = line.word().substring(0, line.wordCursor());
        Completion.Offers offers = completion.offers(before(line), begun);
        int order = 0;
        for (Completion.Offer offer : offers.all()) {
            String meaning = offer.meaning().isEmpty() ? null : offer.meaning();
            candidates.add(new Candidate(offer.text(), offer.text(), null, meaning, null, null, true, order++));
        }
    }

    /** The words before the one at the cursor; {@code json} in front is none of the command's. */
    static List<String> before(ParsedLine line) {
        List<String> words = new ArrayList<>(line.words().subList(0, line.wordIndex()));
        if (!words.isEmpty() && words.getFirst().equals("json")) {
            words.removeFirst();
        }
        return words;
    }
}
