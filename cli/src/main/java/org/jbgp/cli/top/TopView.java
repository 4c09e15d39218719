package org.jbgp.cli.top;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the person chose to see: order, filter, which neighbor. One thread. */
final class TopView {

    /** What neighbors are ordered by. */
    enum Order {
        NAME("name"),
        STATE("state"),
        AGE("age"),
        IN("in"),
        OUT("out"),
        UPDATES("updates"),
        CPU("CPU"),
        QUEUE("queue");

        private final String label;

        Order(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private Order order = Order.NAME;
    private boolean reversed;
    private String filter = "";
    private int selected;

    Order order() {
        return order;
    }

    boolean reversed() {
        return reversed;
    }

    void orderBy(Order next) {
        order = next;
    }

    void nextOrder() {
        List<Order> orders = List.of(Order.values());
        order = orders.get((orders.indexOf(order) + 1) % orders.size());
    }

    void reverse() {
        reversed = !reversed;
    }

    String filter() {
        return filter;
    }

    void filter(String text) {
        filter = text;
        selected = 0;
    }

    int selected() {
        return selected;
    }

    void move(int by, int count) {
        selected = Math.max(0, Math.min(count - 1, selected + by));
    }

    /** The neighbors that the filter leaves, in order. Numbers come with the largest first. */
    List<Rates> rows(List<Rates> all) {
        Comparator<Rates> by = switch (order) {
            case NAME -> Comparator.comparing(row -> row.now().name());
            case STATE -> Comparator.comparing(row -> row.now().session().state());
            case AGE -> Comparator.comparingDouble(row -> -row.now().session().uptime());
            case IN -> Comparator.comparingLong(row -> -row.now().routes().imported());
            case OUT -> Comparator.comparingLong(row -> -row.now().routes().exported());
            case UPDATES -> Comparator.comparingDouble(row -> -row.updates());
            case CPU -> Comparator.comparingDouble(row -> -row.work());
            case QUEUE -> Comparator.comparingLong(row -> -row.now().traffic().queued());
        };
        return all.stream()
                .filter(row -> matches(row.now()))
                .sorted(reversed ? by.reversed() : by)
                .toList();
    }

    private boolean matches(Load.Neighbor neighbor) {
        String wanted = filter.toLowerCase(Locale.ROOT);
        return String.join(
                        " ",
                        neighbor.name(),
                        neighbor.peer().address(),
                        "as" + neighbor.peer().as(),
                        neighbor.session().state())
                .toLowerCase(Locale.ROOT)
                .contains(wanted);
    }
}
