package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.row.Option.option;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;

/** Keys of TCP-AO: {@code keys { key { … }; … }}. */
public final class BgpAoKeyRows {
    /** TCP_AO_MAXKEYLEN of linux/tcp.h. */
    private static final int MOST_SECRET = 80;

    /** The block of a key. */
    public static final OptionTable<KeyDraft> TABLE = new OptionTable<>(List.of(
            option("id", "<0 to 255>", "", "Both 'send id' and 'recv id'.", (arguments, draft) -> {
                draft.sendId = id(arguments, "id");
                draft.receiveId = draft.sendId;
            }),
            option(
                    "send id",
                    "<0 to 255>",
                    "",
                    "KeyID of the segments we send: the neighbor has it as 'recv id'.",
                    (arguments, draft) -> draft.sendId = id(arguments, "send id")),
            option(
                    "recv id",
                    "<0 to 255>",
                    "",
                    "KeyID of the segments we receive: the neighbor has it as 'send id'.",
                    (arguments, draft) -> draft.receiveId = id(arguments, "recv id")),
            option(
                    "algorithm",
                    "hmac (md5 | sha1 | sha224 | sha256 | sha384 | sha512) | cmac aes128",
                    "hmac sha1",
                    "How segments are signed.",
                    (arguments, draft) -> draft.algorithm = algorithm(arguments)),
            option("secret", "<string> | <bytes>", "", "The key itself, at most 80 bytes.", (arguments, draft) -> {
                List<Byte> secret = arguments.key();
                if (secret.isEmpty() || secret.size() > MOST_SECRET) {
                    throw arguments.failAtLast("a secret has from 1 to 80 bytes");
                }
                draft.secret = secret;
            }),
            option(
                    "preferred",
                    "",
                    "",
                    "The neighbor is asked to sign with this key rather than with others.",
                    (arguments, draft) -> prefer(arguments, draft, AoKey.Preference.PREFERRED)),
            option(
                    "deprecated",
                    "",
                    "",
                    "The neighbor is not asked to sign with this key, but may.",
                    (arguments, draft) -> prefer(arguments, draft, AoKey.Preference.DEPRECATED))));

    /** The block of {@code keys}. */
    public static final OptionTable<List<AoKey>> KEYS = new OptionTable<>(List.of(Option.<List<AoKey>>option(
                    "key",
                    "{ id …; secret …; algorithm …; }",
                    "",
                    "A key of TCP-AO.",
                    (arguments, keys) -> read(arguments).ifPresent(keys::add))
            .holding(word -> TABLE)));

    private BgpAoKeyRows() {}

    private static int id(Arguments arguments, String words) {
        return (int) arguments.number(words, 0, 255);
    }

    private static AoKey.Algorithm algorithm(Arguments arguments) {
        String kind = arguments.choice("hmac", "cmac");
        String[] names = Stream.of(AoKey.Algorithm.values())
                .map(AoKey.Algorithm::words)
                .filter(words -> words.startsWith(kind + " "))
                .map(words -> words.substring(kind.length() + 1))
                .toArray(String[]::new);
        String words = kind + " " + arguments.choice(names);
        return Stream.of(AoKey.Algorithm.values())
                .filter(each -> each.words().equals(words))
                .findFirst()
                .orElseThrow();
    }

    private static void prefer(Arguments arguments, KeyDraft draft, AoKey.Preference wanted) {
        if (draft.preference != AoKey.Preference.NEITHER && draft.preference != wanted) {
            throw arguments.failAtLast("a key is either preferred or deprecated, not both");
        }
        draft.preference = wanted;
    }

    /** The argument of {@code keys}. */
    static List<AoKey> keys(Arguments arguments) {
        List<AoKey> keys = new ArrayList<>();
        Token at = arguments.here();
        StatementApplier.readBlock(arguments, KEYS, keys, "keys");
        Set<Integer> sent = new HashSet<>();
        Set<Integer> received = new HashSet<>();
        for (AoKey key : keys) {
            if (!sent.add(key.sendId())) {
                arguments.context().problems().error(at, "two keys have the send id " + key.sendId());
            }
            if (!received.add(key.receiveId())) {
                arguments.context().problems().error(at, "two keys have the recv id " + key.receiveId());
            }
        }
        return List.copyOf(keys);
    }

    private static Optional<AoKey> read(Arguments arguments) {
        Token at = arguments.here();
        KeyDraft draft = new KeyDraft();
        int before = arguments.context().problems().errorReports();
        StatementApplier.readBlock(arguments, TABLE, draft, "key");
        String missing = draft.sendId < 0 && draft.receiveId < 0
                ? "an 'id'"
                : draft.sendId < 0
                        ? "a 'send id'"
                        : draft.receiveId < 0 ? "a 'recv id'" : draft.secret.isEmpty() ? "a 'secret'" : "";
        if (missing.isEmpty()) {
            return Optional.of(
                    new AoKey(draft.sendId, draft.receiveId, draft.algorithm, draft.secret, draft.preference));
        }
        if (arguments.context().problems().errorReports() == before) {
            arguments.context().problems().error(at, "the key needs " + missing);
        }
        return Optional.empty();
    }

    /** A key while it is read. */
    public static final class KeyDraft {
        private int sendId = -1;
        private int receiveId = -1;
        private AoKey.Algorithm algorithm = AoKey.Algorithm.HMAC_SHA1;
        private List<Byte> secret = List.of();
        private AoKey.Preference preference = AoKey.Preference.NEITHER;
    }
}
