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
 * The scope of a failed send: the message, its topic, or neither.
 */
enum SendFailure {

	/** This message can never be sent. */
	MESSAGE,

	/** The topic is missing, or this service may not write to it. */
	TOPIC,

	/**
	 * The broker is unreachable, the producer is fenced, or the outcome is unknown.
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
