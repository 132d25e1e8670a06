interface MetricFacts {
  readonly help: string;
  readonly labels: readonly string[];
}

/** What is counted, by name. A name that does not stand here is not counted. */
export const counters = {
  trailwarden_received_total: {
    help: 'Messages that came in, by way and by what became of them.',
    labels: ['via', 'outcome'],
  },
  trailwarden_quarantined_total: {
    help: 'Messages kept aside because they cannot be trusted, read or handled.',
    labels: ['reason'],
  },
  trailwarden_found_late_total: {
    help: 'Alarm states that were missed and read from CloudWatch afterwards.',
    labels: [],
  },
  trailwarden_gap_read_failures_total: {
    help: 'Readings of CloudWatch after a gap that failed, by account and region each.',
    labels: [],
  },
  trailwarden_queue_errors_total: {
    help: 'Failed calls to SQS.',
    labels: [],
  },
  trailwarden_slack_requests_total: {
    help: 'Commands, buttons and forms that came from Slack, by way and by what became of them.',
    labels: ['via', 'outcome'],
  },
  trailwarden_slack_socket_ends_total: {
    help: 'How often the socket to Slack ended and was opened anew.',
    labels: [],
  },
  trailwarden_messages_total: {
    help: 'Messages written to Slack: posted, edited, or found there after a lost reply.',
    labels: ['how'],
  },
  trailwarden_slack_failures_total: {
    help: 'Calls to Slack that did not succeed, by what that means.',
    labels: ['kind'],
  },
  trailwarden_refused_forms_total: {
    help: 'Cards that Slack refused for their form; each is a defect of ours.',
    labels: ['form'],
  },
  trailwarden_posts_parked_total: {
    help: 'Messages given up after 24 hours of failure, kept to be sent again.',
    labels: [],
  },
  trailwarden_events_held_back_total: {
    help: 'Events of CloudTrail that were counted and not told, and why.',
    labels: ['reason'],
  },
  trailwarden_events_ignored_total: {
    help: 'Records of CloudTrail that no detection matches and no route asks for.',
    labels: [],
  },
  trailwarden_log_files_total: {
    help: 'Log files of CloudTrail that notices told of, by what became of them.',
    labels: ['outcome'],
  },
  trailwarden_evidence_total: {
    help: 'Looks for what tripped an alarm, by what they found, or why they found nothing.',
    labels: ['outcome'],
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;

/** What is timed, in seconds. */
export const durations = {
  trailwarden_receive_seconds: {
    help: 'From a message that was read to the answer it gets.',
    labels: ['via'],
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;

/** What is looked up at each scrape. */
export const gauges = {
  trailwarden_ready: { help: '1 if alerts can be delivered, else 0.', labels: [] },
  trailwarden_inbox_waiting: { help: 'Messages taken in and not yet worked on.', labels: [] },
  trailwarden_inbox_quarantined: { help: 'Messages in quarantine.', labels: [] },
  trailwarden_inbox_oldest_seconds: {
    help: 'Age of the oldest message that waits; 0 if none does.',
    labels: [],
  },
  trailwarden_posts_due: { help: 'Slack messages that wait to be written.', labels: [] },
  trailwarden_posts_parked: { help: 'Slack messages given up after 24 hours.', labels: [] },
  trailwarden_posts_oldest_seconds: {
    help: 'How long the most overdue Slack message has waited; 0 if none does.',
    labels: [],
  },
  trailwarden_channels_unreachable: { help: 'Channels the bot cannot write to.', labels: [] },
  trailwarden_slack_connected: { help: '1 if the socket to Slack stands, else 0.', labels: [] },
  trailwarden_dead_letters: {
    help: 'Messages in the dead-letter queue of a queue; -1 if that cannot be read.',
    labels: ['queue'],
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;

export type GaugeName = keyof typeof gauges;
