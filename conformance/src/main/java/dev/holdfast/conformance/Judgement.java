package dev.holdfast.conformance;

import java.util.List;

/**
 * How one case went at one door.
 *
 * @param problems where it does not keep the contract
 * @param seen the answers, for comparison with other doors'
 */
record Judgement(Door door, List<String> problems, List<Seen> seen) {

    boolean passed() {
        return problems.isEmpty();
    }
}
