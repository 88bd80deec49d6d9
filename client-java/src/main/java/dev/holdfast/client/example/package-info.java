/**
 * How a program talks to Holdfast through the generated stubs. Start at {@link
 * dev.holdfast.client.example.FirstSession}.
 */
package dev.holdfast.client.example;
