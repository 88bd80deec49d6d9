package dev.holdfast.conformance;

import java.util.List;

/**
 * One line of a contract, as requests one after the other.
 *
 * @param place where the contract says so
 * @param alone whether the tenant must have no session before
 */
record Case(String place, String title, boolean alone, List<Step> steps) {

    @Override
    public String toString() {
        return place + "  " + title;
    }
}
