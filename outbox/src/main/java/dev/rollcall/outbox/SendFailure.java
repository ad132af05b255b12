package dev.rollcall.outbox;

import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.InvalidRecordException;

/**
 * What a failure to send says: of the message, of its topic, or of neither.
 */
enum SendFailure {

	/** This message can never be sent as it is. */
	MESSAGE,

	/** Nothing can be sent to this topic until somebody creates it or grants access. */
	TOPIC,

	/**
	 * The broker cannot be reached, the producer is fenced, or the outcome is unknown.
	 */
	TRANSIENT;

	static SendFailure of(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException
					|| cause instanceof InvalidRecordException || cause instanceof InvalidTopicException
					|| cause instanceof UnsupportedForMessageFormatException) {
				return MESSAGE;
			}
			if (cause instanceof TopicAuthorizationException || cause instanceof UnknownTopicOrPartitionException
					|| cause instanceof UnknownTopicIdException) {
				return TOPIC;
			}
		}
		return TRANSIENT;
	}

}
