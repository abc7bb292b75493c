"""The two ways into the server: `serve` answers tills, `admin` sets it up."""
