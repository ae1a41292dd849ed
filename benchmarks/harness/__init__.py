"""What every measure uses: clocks, fresh processes, findings with their aims, and how much is measured."""
