package dev.rollcall.outbox;

/**
 * The relay's collections in the service's store.
 */
record RelayStore(PendingDocuments pending, PublishedMessages published, Erasures erasures, SlotEpochs epochs) {

}
