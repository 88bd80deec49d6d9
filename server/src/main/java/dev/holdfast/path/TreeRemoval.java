package dev.holdfast.path;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Empties a directory, and follows no link. However deep it is, this holds two handles: what lies deeper is moved up before
 * it is looked into. Names are bytes, since not all of them need be text.
 */
final class TreeRemoval {

    /** More levels than this are not there but being made, by somebody who is faster. */
    private static final int MAX_LEVELS = 10_000;

    private static final String MOVED = ".removed-";

    private final Handle top;
    private int moved;

    TreeRemoval(Handle top) {
        this.top = top;
    }

    void run() throws IOException {
        List<byte[]> left = clear(top);
        for (int level = 0; !left.isEmpty(); level++) {
            if (level == MAX_LEVELS) {
                throw new PathException(Problem.OTHER, "a directory is filled faster than it is emptied");
            }
            for (byte[] name : left) {
                try (Handle directory = top.open(name, Handle.PATH_ONLY | Handle.DIRECTORY)) {
                    for (byte[] deeper : clear(directory)) {
                        moveUp(directory, deeper);
                    }
                }
                top.removeDirectory(name);
            }
            left = clear(top);
        }
    }

    private void moveUp(Handle directory, byte[] name) throws IOException {
        boolean done = false;
        while (!done) {
            moved++;
            byte[] newName = (MOVED + moved).getBytes(US_ASCII);
            try {
                directory.move(name, top, newName);
                done = true;
            } catch (PathException e) {
                switch (e.problem()) {
                    case NOT_EMPTY, NOT_A_DIRECTORY, EXISTS -> {}
                    case ABSENT, IS_A_DIRECTORY, LINK, DENIED, OTHER -> throw e;
                }
            }
        }
    }

    /** Removes all but the directories, and names these. */
    private static List<byte[]> clear(Handle directory) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (Handle open = directory.open(Handle.SELF, Handle.DIRECTORY)) {
            Names.read(open, all::add);
        }
        List<byte[]> directories = new ArrayList<>();
        for (byte[] name : all) {
            try {
                directory.remove(name);
            } catch (PathException e) {
                switch (e.problem()) {
                    case IS_A_DIRECTORY -> directories.add(name);
                    case ABSENT -> {}
                    case NOT_A_DIRECTORY, LINK, DENIED, EXISTS, NOT_EMPTY, OTHER -> throw e;
                }
            }
        }
        return directories;
    }
}
