package dev.holdfast.log;

/** Who runs the sessions of this node. It is told by the thread that appended, so it must be quick and must not append. */
public interface Ownership<S> {

    /** This node has to run the session from now on. */
    void claimed(Opened<S> opened);

    /** Nobody has to run the session any more, or it is gone. */
    void released(Opened<S> opened);
}
