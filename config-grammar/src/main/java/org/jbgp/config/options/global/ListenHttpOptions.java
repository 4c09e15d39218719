package org.jbgp.config.options.global;

import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.router.HttpListen;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;

/** The statement {@code listen http} and its block: where pages are served, and which. */
public final class ListenHttpOptions {
    private static final int MOST_REQUESTS = 1_000_000;

    private ListenHttpOptions() {}

    /** The block while it is read. */
    public static final class PagesDraft {
        private boolean lookingGlass;
        private boolean birdwatcher;
        private int requestRate = HttpListen.Pages.STANDARD_RATE;

        HttpListen.Pages build() {
            return new HttpListen.Pages(lookingGlass, birdwatcher, requestRate);
        }
    }

    /** What may stand in it. */
    public static final OptionTable<PagesDraft> TABLE = new OptionTable<>(List.of(
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

    static void read(Arguments arguments, GlobalDraft draft) {
        IpAddress address = HttpListen.DEFAULT.address();
        int port = HttpListen.DEFAULT.port();
        PagesDraft pages = new PagesDraft();
        while (!arguments.atEnd()) {
            if (arguments.nextIsBlock()) {
                StatementApplier.readBlock(arguments, TABLE, pages, "listen http");
            } else if (arguments.choice("address", "port").equals("address")) {
                address = arguments.address();
            } else {
                port = (int) arguments.number("a port", 1, 65535);
            }
        }
        draft.http = new HttpListen(address, port, pages.build());
    }
}
