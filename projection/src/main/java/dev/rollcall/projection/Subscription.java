package dev.rollcall.projection;

import java.util.List;
import java.util.function.Supplier;

/**
 * A consumer that the service declares, before it runs.
 *
 * @param consumer its name
 * @param topics what it reads
 * @param meters what it counts
 * @param preparation finds out what must be known first; tried again until it succeeds
 */
record Subscription(String consumer, List<String> topics, ConsumerMeters meters, Supplier<Preparation> preparation) {

}
