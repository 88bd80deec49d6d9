package dev.holdfast.log;

/** What an append claims along with its events: an idempotency key, for a request with this fingerprint. */
record KeyClaim(IdempotentRequest request, String fingerprint) {}
