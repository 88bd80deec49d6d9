package dev.holdfast.auth;

/** Something that a key may do within its tenant. The names are how the database and the command line write them. */
public enum Grant {
    READ,
    WRITE,
    APPROVE,
    ADMIN
}
