package dev.holdfast.path;

/** Why the system refused a call, as far as it makes a difference to anybody. */
public enum Problem {
    ABSENT,
    NOT_A_DIRECTORY,
    IS_A_DIRECTORY,
    /** A symbolic link stands in the way. */
    LINK,
    DENIED,
    EXISTS,
    NOT_EMPTY,
    /** Something that only passes, or a fault of the disk. */
    OTHER;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;
    private static final int ENOTDIR = 20;
    private static final int EISDIR = 21;
    private static final int EROFS = 30;
    private static final int ENOTEMPTY = 39;
    private static final int ELOOP = 40;

    static Problem of(int errno) {
        return switch (errno) {
            case ENOENT -> ABSENT;
            case ENOTDIR -> NOT_A_DIRECTORY;
            case EISDIR -> IS_A_DIRECTORY;
            case ELOOP -> LINK;
            case EPERM, EACCES, EROFS -> DENIED;
            case EEXIST -> EXISTS;
            case ENOTEMPTY -> NOT_EMPTY;
            default -> OTHER;
        };
    }
}
