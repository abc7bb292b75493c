"""What managers set up, straight in the database: tenants, stores, tills, people, programs, goods."""
