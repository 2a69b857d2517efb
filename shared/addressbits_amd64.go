package shared

// addressBits is how many bits an address of a process has.
const addressBits = 47
