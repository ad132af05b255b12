package dev.rollcall.outbox;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SendFailureTests {

	@Test
	void refusedRecordConcernsTheMessage() {
		assertThat(SendFailure.of(new RecordTooLargeException())).isEqualTo(SendFailure.MESSAGE);
		assertThat(SendFailure.of(new KafkaException(new InvalidRecordException("no key"))))
			.isEqualTo(SendFailure.MESSAGE);
	}

	@Test
	void unknownAndForbiddenTopicsConcernTheTopic() {
		assertThat(SendFailure.of(new TimeoutException("late", new UnknownTopicOrPartitionException())))
			.isEqualTo(SendFailure.TOPIC);
		assertThat(SendFailure.of(new TopicAuthorizationException("t"))).isEqualTo(SendFailure.TOPIC);
	}

	@Test
	void unreachableBrokerAndFencingAreTransient() {
		assertThat(SendFailure.of(new TimeoutException("late"))).isEqualTo(SendFailure.TRANSIENT);
		assertThat(SendFailure.of(new ProducerFencedException("other"))).isEqualTo(SendFailure.TRANSIENT);
	}

}
