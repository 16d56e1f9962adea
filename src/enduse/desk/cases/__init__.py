"""Our file on one proposed transaction: tasks, answers, findings, timeline."""
