package dev.rollcall.outbox;

/**
 * What the relay keeps in the service's store.
 */
record RelayStore(PendingDocuments pending, PublishedMessages published, Erasures erasures, SlotEpochs epochs) {

}
