package dev.rollcall.outbox;

/**
 * The objects that all slots of an instance share.
 */
record RelayContext(RelayStore store, RelayThreads threads, OutboxMetrics metrics, BlockedTopics blocked, Traces traces,
		Companions companions, Markers markers) {

}
