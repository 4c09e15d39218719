package org.jbgp.config.syntax;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a misspelled word was probably meant to be. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code , did you mean 'x'?} or nothing. */
    public static String text(String wrong, Collection<String> known) {
        return nearest(wrong, known)
                .map(near -> ", did you mean '" + near + "'?")
                .orElse("");
    }

    /** As {@link #text}, for one of a few words: also by its beginning, and whatever its letters' case. */
    public static String amongFew(String wrong, Collection<String> known) {
        String lower = wrong.toLowerCase(Locale.ROOT);
        for (String word : known) {
            boolean begins = lower.length() >= 3 && (word.startsWith(lower) || lower.startsWith(word));
            if (lower.equals(word) || begins) {
                return ", did you mean '" + word + "'?";
            }
        }
        return text(lower, known);
    }

    /** The nearest of the known words, if it is near at all: one slip in four letters. */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(1, wrong.length() / 4) + 1;
        for (String candidate : known) {
            int distance = distance(wrong, candidate, bestDistance);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Insertions, deletions, replacements and swaps of neighbors; {@code limit} or more is not counted out. */
    static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] before = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            int nearest = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(Math.min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, before[j - 2] + 1);
                }
                current[j] = best;
                nearest = Math.min(nearest, best);
            }
            // No later row comes below: even a swap, which goes back two rows, costs as much as a row does.
            if (nearest >= limit) {
                return limit;
            }
            int[] spare = before;
            before = previous;
            previous = current;
            current = spare;
        }
        return previous[b.length()];
    }
}
