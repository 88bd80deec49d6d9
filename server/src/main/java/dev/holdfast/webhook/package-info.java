/**
 * Tells configured addresses of pauses and ends. {@link dev.holdfast.webhook.WebhookProjection} writes down what is to be told, in the
 * transaction of the event; {@link dev.holdfast.webhook.WebhookWorker} sends it. Start at the latter.
 */
@NullMarked
package dev.holdfast.webhook;

import org.jspecify.annotations.NullMarked;
