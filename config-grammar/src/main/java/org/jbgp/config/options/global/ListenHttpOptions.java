package org.jbgp.config.options.global;

import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import org.jbgp.config.model.router.HttpListen;
import org.jbgp.config.options.row.OptionTable;

/** The block of {@code listen http} while it is read, and its options. */
public final class HttpPagesDraft {
    private static final int MOST_REQUESTS = 1_000_000;

    public static final OptionTable<HttpPagesDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "looking glass",
                    "[<switch>]",
                    "off",
                    "A page that shows neighbors, routes and why they are as they are; and its data as JSON.",
                    (arguments, draft) -> draft.lookingGlass = arguments.toggle()),
            option(
                    "birdwatcher",
                    "[<switch>]",
                    "off",
                    "The paths of birdwatcher, for Alice-LG: whole tables for whoever asks.",
                    (arguments, draft) -> draft.birdwatcher = arguments.toggle()),
            option(
                    "request rate",
                    "<number>",
                    "50",
                    "Requests a second that each client is granted of these two; 0 for no limit.",
                    (arguments, draft) ->
                            draft.requestRate = (int) arguments.number("request rate", 0, MOST_REQUESTS))));

    private boolean lookingGlass;
    private boolean birdwatcher;
    private int requestRate = HttpListen.Pages.STANDARD_RATE;

    HttpListen.Pages build() {
        return new HttpListen.Pages(lookingGlass, birdwatcher, requestRate);
    }
}
