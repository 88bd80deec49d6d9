package dev.holdfast.bench;

import java.util.List;

/** Hands out the items in turn, for ever, beginning at a place of its own. Belongs to one thread. */
final class Turnstile {

    private final List<String> items;
    private int next;

    Turnstile(List<String> items, int start) {
        this.items = List.copyOf(items);
        this.next = start % this.items.size();
    }

    String next() {
        String item = items.get(next);
        next = (next + 1) % items.size();
        return item;
    }
}
