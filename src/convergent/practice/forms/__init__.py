"""What people type about visits, checked; errors say what to do."""
